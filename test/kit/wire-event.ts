/** An event as it is sent, as far as a plain model of the shop reads it. */
export interface WireEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly sequence?: string;
  readonly data: WireData;
}

export interface WireData {
  readonly lines?: readonly WireLine[];
  readonly location?: string;
  readonly businessDate?: string;
  readonly currency?: string;
  readonly original?: { readonly source?: string; readonly id: string };
  readonly from?: string;
  readonly reservationId?: string;
  readonly soldBy?: object;
  readonly sku?: string;
  readonly into?: string;
  readonly kind?: string;
  readonly barcodes?: readonly string[];
  readonly first?: string;
  readonly last?: string;
  readonly tenders?: readonly { readonly amountMinor?: number }[];
  readonly tipMinor?: number;
  readonly changeMinor?: number;
  readonly importId?: string;
  readonly part?: number;
  readonly parts?: number;
  readonly products?: readonly WireData[] | number;
}

export interface WireLine {
  readonly sku?: string;
  readonly barcode?: string;
  readonly quantity: string;
  readonly kind?: string;
  readonly disposition?: string;
  readonly amountMinor?: number;
}
