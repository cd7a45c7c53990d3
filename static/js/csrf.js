/** The cookie's own value, which only pages of this site can read. It is newer than the form's after a sign-in in another tab. */
export function csrfToken() {
  const named = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1];
  return named("__Host-csrftoken") ?? named("csrftoken") ?? "";
}
