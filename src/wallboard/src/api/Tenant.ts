/** One organisation, as the server describes it. */
export interface Tenant {
  /** The slug that stands in addresses. */
  readonly name: string;
  /** The spelling under which it was made. */
  readonly label: string;
  /** The IANA time zone in which its days begin and end. */
  readonly timeZone: string;
}
