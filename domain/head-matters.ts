/** Smallest absolute recovery with which a head matters in a finding. */
export const LEAST_RECOVERY = 0.1;
