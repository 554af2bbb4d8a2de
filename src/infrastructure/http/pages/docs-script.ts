/**
 * What the page at /docs runs. A log-in above the operations gets a token, puts it into every call, renews it while the
 * page is open, and keeps it until the tab is closed.
 * @param prefix as `publicPath` gives it.
 */
export const docsScript = (prefix: string): string => `const api = ${JSON.stringify(`${prefix}/api/v1`)};
const place = 'duet.docs';
const form = document.getElementById('log-in');
const state = document.getElementById('state');
let renewal;

const ui = SwaggerUIBundle({
  url: ${JSON.stringify(`${prefix}/openapi.json`)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => {
    const kept = sessionStorage.getItem(place);
    if (kept !== null) void renew(JSON.parse(kept));
  },
});

async function post(path, body) {
  try {
    const response = await fetch(api + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = response.status === 204 ? undefined : await response.json();
    return response.ok ? { answer } : { refusal: answer.detail, status: response.status };
  } catch {
    return { refusal: 'Duet does not answer.' };
  }
}

function show(who, message) {
  form.noValidate = who !== undefined;
  for (const label of form.querySelectorAll('label')) label.hidden = who !== undefined;
  form.elements.go.textContent = who === undefined ? 'Log in' : 'Log out';
  state.textContent = message ?? (who === undefined ? '' : 'Logged in as ' + who + '. Every call sends the token.');
}

function enter(who, { access, refresh }) {
  sessionStorage.setItem(place, JSON.stringify({ who, refresh }));
  ui.preauthorizeApiKey('bearer', access);
  show(who);
  const { exp, iat } = JSON.parse(atob(access.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  clearTimeout(renewal);
  renewal = setTimeout(() => renew({ who, refresh }), Math.min((exp - iat) * 800, 2 ** 31 - 1));
}

function leave(message) {
  sessionStorage.removeItem(place);
  clearTimeout(renewal);
  ui.authActions.logout(['bearer']);
  show(undefined, message);
}

async function renew({ who, refresh }) {
  const { answer, refusal, status } = await post('/auth/token/refresh', { refresh });
  if (answer !== undefined) enter(who, answer);
  else if (status >= 400 && status < 500 && status !== 429) leave('Logged out: ' + refusal);
  else renewal = setTimeout(() => renew({ who, refresh }), 5000);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    leave();
    await post('/auth/token/revoke', { refresh: JSON.parse(kept).refresh });
    return;
  }
  const { username, password } = form.elements;
  const { answer, refusal } = await post('/auth/token', { username: username.value, password: password.value });
  password.value = '';
  if (answer === undefined) show(undefined, refusal);
  else enter(username.value, answer);
});
`;

export const docsStyle = `#log-in {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 1rem;
  align-items: center;
  max-width: 1460px;
  box-sizing: border-box;
  margin: 0 auto;
  padding: 1rem 20px 0;
  font: 14px/1.4 sans-serif;
  color: #3b4151;
}
#log-in [hidden] { display: none; }
#log-in input { margin-left: 0.5rem; }
#log-in input, #log-in button { font: inherit; padding: 0.4rem 0.6rem; border: 1px solid #777; border-radius: 4px; }
#log-in button { background: #1f5fae; border-color: #1f5fae; color: #fff; cursor: pointer; }
#log-in p { margin: 0; flex: 1 1 20rem; }
`;
