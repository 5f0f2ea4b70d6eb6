/** Addresses of the API that know the type of their answer. */

import type { paths } from "./schema";

type GetPath = {
  [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: { "application/json": unknown } } } } } ? P : never;
}[keyof paths];

type Answer<P extends GetPath> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer T } } } };
}
  ? T
  : never;

declare const answers: unique symbol;

/** A GET address whose answer is a T. */
export type Address<T> = string & { readonly [answers]: T };

export type Given = Record<string, string | number | boolean | readonly string[] | null | undefined>;

/** The address of a declared path; names in braces are filled, the others go into the query. */
export function at<P extends GetPath>(path: P, given: Given = {}): Address<Answer<P>> {
  return filled(path as string, given) as Address<Answer<P>>;
}

/** A declared path of any method, filled. */
export function to<P extends keyof paths>(path: P, given: Given = {}): string {
  return filled(path as string, given);
}

function filled(path: string, given: Given): string {
  const query = new URLSearchParams();
  let address = path;
  for (const [name, value] of Object.entries(given)) {
    const place = `{${name}}`;
    if (address.includes(place)) address = address.replace(place, encodeURIComponent(String(value)));
    else if (Array.isArray(value)) for (const each of value) query.append(name, String(each));
    else if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${address}?${text}` : address;
}
