import { JsonHubProtocol, type HubMessage, type ILogger } from '@microsoft/signalr';

/**
 * The JSON protocol, which also tells when anything at all was heard. The client keeps the server's pings to itself, yet they
 * are what tells a quiet board, where nobody has answered for an hour, from one whose server is gone.
 */
export class HeardProtocol extends JsonHubProtocol {
  constructor(private readonly onHeard: () => void) {
    super();
  }

  override parseMessages(input: string, logger: ILogger): HubMessage[] {
    this.onHeard();
    return super.parseMessages(input, logger);
  }
}
