/**
 * Plain HTML, so that password managers recognise it and it needs no script.
 * @param base the path at which browsers find the panel.
 */
export function loginPage(base: string, error?: string, username = ''): string {
  const alert = error === undefined ? '' : `<p class="error" role="alert">${escape(error)}</p>`;
  const [first, second] = username === '' ? [' autofocus', ''] : ['', ' autofocus'];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Duet admin: log in</title>
<link rel="icon" href="${base}/assets/logo.svg">
<style>
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; color: #1c1b3a;
  background: linear-gradient(160deg, #eef0fb, #dfe4fa); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { width: 100%; max-width: 380px; background: #fff; border-radius: 12px; padding: 36px 32px;
  box-shadow: 0 8px 32px rgb(48 64 214 / 14%); }
img { display: block; height: 40px; margin-bottom: 20px; }
h1 { font-size: 20px; margin: 0 0 20px; }
label { display: block; font-size: 14px; font-weight: 600; margin-bottom: 16px; }
input { display: block; width: 100%; margin-top: 6px; padding: 10px 12px; font: inherit; border: 1px solid #b9bdd6;
  border-radius: 6px; }
input:focus-visible, button:focus-visible { outline: 3px solid #aab4ff; outline-offset: 1px; border-color: #3040d6; }
button { width: 100%; margin-top: 8px; padding: 11px; font: inherit; font-weight: 600; color: #fff; background: #3040d6;
  border: 0; border-radius: 6px; cursor: pointer; }
button:hover { background: #2531b0; }
.error { margin: 0 0 20px; padding: 10px 12px; color: #8b1a1a; background: #fdecec; border-radius: 6px; font-size: 14px; }
</style>
</head>
<body>
<main>
<img src="${base}/assets/logo.svg" alt="Duet">
<h1>Log in to the admin panel</h1>
${alert}
<form method="post" action="${base}/login">
<label>Username <input name="email" autocomplete="username" required${first} value="${escape(username)}"></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required${second}></label>
<button>Log in</button>
</form>
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
