// Holds a Kubernetes Job, as JSON on standard input, to the API's OpenAPI schema.
import { readFileSync } from "node:fs";
import { validate } from "kubernetes-models/_schemas/IoK8sApiBatchV1Job";

const job = JSON.parse(readFileSync(0, "utf8"));
if (!validate(job)) {
  for (const error of validate.errors) {
    console.log(`${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`);
  }
  process.exitCode = 1;
}
