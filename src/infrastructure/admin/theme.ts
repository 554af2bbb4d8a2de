import type { BrandingOptions } from 'adminjs';

const font = `system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif`;

/** AdminJS's greys with more contrast, and a font that every system has, so that nothing is loaded from other hosts. */
export const theme = {
  font,
  colors: { grey60: '#5b5d70', grey40: '#6f7187', inputBorder: '#8b8ea6' },
} as unknown as NonNullable<BrandingOptions['theme']>;
