// So many dashboards as real SignalR clients. Prints a JSON line for every snapshot that the first one receives:
// its version and when it arrived, in milliseconds since 1970. Arguments: folder with node_modules, address, tenant, viewers.
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, address, tenant, count] = process.argv.slice(2);
const signalR = createRequire(path.join(folder, 'package.json'))('@microsoft/signalr');
const subscription = { tenant, scores: [{ key: 'tenant', window: '24h' }] };

async function view(onScore) {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${address}/hubs/scores`, { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
    .configureLogging(signalR.LogLevel.Warning)
    .build();
  connection.on('scoreChanged', onScore);
  await connection.start();
  await connection.invoke('Subscribe', subscription);
}

for (let index = 0; index < Number(count); index++) {
  await view(index === 0
    ? snapshot => console.log(JSON.stringify({ version: snapshot.version, at: performance.timeOrigin + performance.now() }))
    : () => {});
}

console.log('ready');
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
