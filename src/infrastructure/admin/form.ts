import express, { Router, type RequestHandler } from 'express';
import { refuse } from './security.js';

/** More than the panel's longest form needs. */
const limit = '64kb';

/**
 * AdminJS turns names with dots into nested objects, where a name like `constructor` would find what every object
 * inherits.
 */
function isDangerous(name: string): boolean {
  return name.split(/\.|~~/).some((part) => part === 'prototype' || part in Object.prototype);
}

/**
 * Reads the body of a form into `request.fields`, where AdminJS looks for it. Files are refused. Unlike
 * `express-formidable`, it writes nothing to disk.
 */
export function formReader(): Router {
  const router = Router();
  router.use(
    express.raw({ type: 'multipart/form-data', limit }),
    express.urlencoded({ extended: false, limit }),
    express.json({ limit }),
    async (request, response, next) => {
      const fields = await fieldsOf(request.body as unknown, request.headers['content-type'] ?? '');
      if (typeof fields === 'string') {
        refuse(response, 400, fields);
      } else if (Object.keys(fields).some(isDangerous)) {
        refuse(response, 400, 'A field has a name that is not allowed.');
      } else {
        (request as { fields?: unknown }).fields = fields;
        next();
      }
    },
  );
  return router;
}

/** The fields, or a message that says what is wrong with them. */
async function fieldsOf(body: unknown, contentType: string): Promise<Record<string, unknown> | string> {
  if (Buffer.isBuffer(body)) {
    let form: FormData;
    try {
      // `formData()` is deprecated for large bodies; this body is small, because the limit was checked.

      const response = new Response(new Uint8Array(body), { headers: { 'Content-Type': contentType } });
      form = await response.formData(); // eslint-disable-line @typescript-eslint/no-deprecated
    } catch {
      return 'The form could not be read.';
    }
    const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of form) {
      if (typeof value !== 'string') return 'Files are not accepted here.';
      fields[name] = value;
    }
    return { ...fields };
  }
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) return 'A form is an object of fields.';
  return { ...body };
}

/**
 * Refuses a parameter that is given twice or has a dangerous name, because AdminJS turns names with dots into
 * objects.
 */
export const plainQuery: RequestHandler = (request, response, next) => {
  for (const [name, value] of Object.entries(request.query)) {
    if (typeof value !== 'string' || isDangerous(name)) {
      refuse(response, 400, 'Each parameter must be given once, under a plain name.');
      return;
    }
  }
  next();
};
