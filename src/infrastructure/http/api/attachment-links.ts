import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Clock } from '../../../application/ports/clock.js';
import type { Attachment } from '../../../domain/attachments/attachment.js';
import { DomainError } from '../../../domain/errors.js';
import { basePath } from '../endpoint.js';
import { absoluteUrl } from './pages.js';

/** What a link leads to, as it stands in the path. */
export type LinkTarget = 'file' | 'thumbnail';

export interface LinkQuery {
  readonly expires: number;
  /** There if it was given to somebody who sees evidence: it works also when only evidence holds the attachment. */
  readonly evidence?: 'yes' | undefined;
  readonly signature: string;
}

export interface Link {
  readonly url: string;
  /** Undefined for what is no image. */
  readonly thumbnailUrl: string | undefined;
}

/** The links to an attachment, as an answer tells them. */
export interface Links {
  /** What their paths are below. */
  readonly base: string;
  /** @param asEvidence whether they are for somebody who sees evidence. */
  of(attachment: Attachment, asEvidence?: boolean): Link;
}

/** In seconds: links end with an hour, and are good for one at least. So they stay the same for a while, and caches help. */
const step = 3600;

/** Makes links to the bytes of attachments, and checks them. A link needs no login and works until it expires. */
export class AttachmentLinks {
  /**
   * For answers to no request, such as webhooks: absolute where the operator has said how it is reached, and otherwise paths of
   * its host.
   */
  readonly anywhere: Links;

  constructor(
    /** The first one signs; what any of them has signed counts. */
    private readonly keys: readonly string[],
    private readonly clock: Clock,
    publicUrl: string | undefined,
  ) {
    this.anywhere = this.#below(() => publicUrl ?? '');
  }

  /** For the client that asks. Costs nothing until there is an attachment. */
  for(request: Request): Links {
    return this.#below(() => absoluteUrl(request, ''));
  }

  /** For a page of this host, below whose path of this service they are. */
  within(path: string): Links {
    return this.#below(() => path);
  }

  /** @throws DomainError `link_refused`. */
  check(attachment: number, target: LinkTarget, { expires, evidence, signature }: LinkQuery): void {
    const given = Buffer.from(signature);
    const isRight = this.keys.some((key) => {
      const expected = Buffer.from(sign(key, attachment, target, expires, evidence !== undefined));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    if (isRight && expires * 1000 > this.clock.now().getTime()) return;
    throw new DomainError(
      'link_refused',
      `The link has expired, or is not whole: GET ${basePath}/attachments/${attachment} gives a new one.`,
    );
  }

  #below(findBase: () => string): Links {
    return new LinksBelow(findBase, this.#path);
  }

  readonly #path: PathOf = (id, target, asEvidence) => {
    const expires = (Math.floor(this.clock.now().getTime() / 1000 / step) + 2) * step;
    const signature = sign(this.keys[0] ?? '', id, target, expires, asEvidence);
    const purpose = asEvidence ? '&evidence=yes' : '';
    return `${basePath}/attachments/${id}/${target}?expires=${expires}${purpose}&signature=${signature}`;
  };
}

type PathOf = (attachment: number, target: LinkTarget, asEvidence: boolean) => string;

/** A class, because V8 makes a dictionary of a literal with a getter, each time. */
class LinksBelow implements Links {
  #base: string | undefined;

  constructor(
    private readonly findBase: () => string,
    private readonly pathOf: PathOf,
  ) {}

  get base(): string {
    return (this.#base ??= this.findBase());
  }

  of({ id, image }: Attachment, asEvidence = false): Link {
    return {
      url: this.base + this.pathOf(id, 'file', asEvidence),
      thumbnailUrl: image && this.base + this.pathOf(id, 'thumbnail', asEvidence),
    };
  }
}

function sign(
  key: string,
  attachment: number,
  target: LinkTarget,
  expires: number,
  asEvidence: boolean,
): string {
  const said = `${attachment}/${target}/${expires}${asEvidence ? '/evidence' : ''}`;
  return createHmac('sha256', key).update(said).digest('base64url');
}
