import { BOARD_PATH } from './board-access.js';

/** Signs in as everywhere (POST /api/auth/login, with its limits) and exchanges the token for the cookie of the board. */
export const SIGN_IN_PAGE = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>质衡运维 Zhiheng operations</title>
<h1>质衡运维 Zhiheng operations</h1>
<form id="sign-in" method="post" action="#">
  <p><label>账号 Account<br><input name="account" autocomplete="username" required></label></p>
  <p><label>密码 Password<br><input name="password" type="password" autocomplete="current-password" required></label></p>
  <p><button>登录 Sign in</button></p>
  <p id="answer" role="alert"></p>
</form>
<script src="${BOARD_PATH}/sign-in.js" defer></script>
`;

export const SIGN_IN_SCRIPT = `const form = document.getElementById('sign-in');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const post = (path, more) => fetch(path, { method: 'POST', ...more });
  const login = await post('/api/auth/login', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  let answer = await login.json();
  if (login.ok) {
    const session = await post('/api/auth/board-session', { headers: { authorization: 'Bearer ' + answer.token } });
    if (session.ok) return location.reload();
    answer = await session.json();
  }
  document.getElementById('answer').textContent = answer.title;
});
`;
