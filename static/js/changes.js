/**
 * Put a text together from its original and some of its changes.
 * `changes` are ordered and disjoint; `start` and `end` count code points, not JavaScript's UTF-16 units.
 */
export function applied(original, changes) {
  const points = [...original];
  const parts = [];
  let at = 0;
  for (const { start, end, replacement } of changes) {
    parts.push(points.slice(at, start).join(""), replacement);
    at = end;
  }
  return parts.join("") + points.slice(at).join("");
}
