export const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40">
<path d="M4 10a6 6 0 0 1 6-6h12a6 6 0 0 1 6 6v7a6 6 0 0 1-6 6h-6l-7 6v-6a5 5 0 0 1-5-5z" fill="#3040d6"/>
<path d="M16 26h7a9 9 0 0 0 8-9h1a5 5 0 0 1 5 5v7a6 6 0 0 1-5 6v4l-5-4h-5a6 6 0 0 1-6-6z" fill="#93a0ff"/>
<text x="46" y="29" font-family="system-ui, 'Segoe UI', sans-serif" font-size="26" font-weight="700" fill="#1c1b3a">Duet</text>
</svg>
`;
