// A viewer with the client library that browsers use. Commands come in as JSON lines, events go out as JSON lines.
import { createInterface } from "node:readline";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const transports = { ws: HttpTransportType.WebSockets, sse: HttpTransportType.ServerSentEvents, poll: HttpTransportType.LongPolling };
const [address, transport = "ws"] = process.argv.slice(2);
const say = (event, more) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");

const connection = new HubConnectionBuilder()
  .withUrl(address, { transport: transports[transport] })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 100 })
  .configureLogging(LogLevel.None)
  .build();

let wanted;
const subscribe = async () => say("subscribed", { snapshots: await connection.invoke("Subscribe", wanted) });
connection.on("scoreChanged", (snapshot) => say("scoreChanged", { snapshot }));
connection.on("responsesAdded", (added) => say("responsesAdded", { added }));
connection.on("heartbeat", (heartbeat) => say("heartbeat", { heartbeat }));
connection.onreconnecting(() => say("reconnecting"));
connection.onreconnected(async () => {
  say("reconnected");
  await subscribe();
});
connection.onclose(() => say("closed"));

for await (const line of createInterface({ input: process.stdin })) {
  const { command, request } = JSON.parse(line);
  try {
    if (command === "connect") {
      await connection.start();
      say("connected");
    } else if (command === "subscribe") {
      wanted = request;
      await subscribe();
    } else if (command === "invoke") {
      const result = await connection.invoke(request.method, ...request.args);
      say("invoked", { result });
    }
  } catch (fault) {
    say("fault", { message: fault.message });
  }
}
await connection.stop();
