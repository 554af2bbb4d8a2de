import type { BrandingOptions } from 'adminjs';

const font = `system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif`;

/** AdminJS's greys with enough contrast to be read, in a font that every system has: nothing is loaded from elsewhere. */
export const theme = {
  font,
  colors: { grey60: '#5b5d70', grey40: '#6f7187', inputBorder: '#8b8ea6' },
} as unknown as NonNullable<BrandingOptions['theme']>;
