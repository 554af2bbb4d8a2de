import type { BrandingOptions } from 'adminjs';

const font = `system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif`;

/** AdminJS's default look, in a font that every system has: nothing is loaded from elsewhere. */
export const theme = { font } as unknown as NonNullable<BrandingOptions['theme']>;
