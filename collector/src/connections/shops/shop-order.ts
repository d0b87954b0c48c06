/** What is told of an order itself, in the order in which it is told. */
export const steps = ['placed', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;

export type Step = (typeof steps)[number];

export interface ShopItem {
  reference?: string;
  variant?: string;
  sku?: string;
  name: string;
  quantity: number;
  price?: number;
}

export interface ShopRefund {
  /** The same refund has the same id whenever the order is seen. */
  id: string;
  /** In major units; missing where nobody says how much. */
  total?: number;
  /** The total is that of the order: it is wrong where something has come back before, and nobody says how much. */
  isAll?: boolean;
  /** Unix milliseconds. */
  at: number;
}

/** An order of a shop platform, as it was seen. Nothing of the buyer is read but the number. */
export interface ShopOrder {
  id: string;
  status: string;
  /** By what else the platform or the shop's pages name it, such as `number:100`. */
  refs: string[];
  /** By the platform's clock, Unix milliseconds. */
  updatedAt: number;
  buyerId?: string;
  total?: number;
  currency?: string;
  items: ShopItem[];
  /** Since when each step is true, Unix milliseconds; those that are not are missing. */
  times: Partial<Record<Step, number>>;
  refunds: ShopRefund[];
}
