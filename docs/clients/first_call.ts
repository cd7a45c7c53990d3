// The README's first call with types that openapi-typescript made: node first_call.js http://127.0.0.1:8082 tb_live_…
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] }; // Node's types would be one more package

export async function soften(baseUrl: string, apiKey: string): Promise<string> {
  const client = createClient<paths>({ baseUrl, headers: { "X-API-Key": apiKey, "Accept-Language": "en" } });
  const { data, error } = await client.POST("/api/v1/transform", {
    body: { text: "You clearly did not test this. Fix the export by 17:00 today.", transformation_type: "soften" },
  });
  if (error) throw new Error(`${error.code}: ${error.detail}`);
  if (!("transformed_text" in data)) throw new Error(`a job for later: ${data.id}`);
  return data.transformed_text;
}

const [baseUrl, apiKey] = process.argv.slice(2);
if (baseUrl && apiKey) console.log(await soften(baseUrl, apiKey));
