import express from 'express';

/** Express' `trust proxy`: whose X-Forwarded-For is believed. */
export type TrustedProxies = number | readonly string[] | false;

/**
 * @param text how many proxies stand before the service, or their addresses and networks, separated by commas; empty
 * for none
 * @throws Error when an address is none
 */
export function trustedProxies(text: string): TrustedProxies {
  if (text === '') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const addresses = text.split(',').map((address) => address.trim());
  try {
    express().set('trust proxy', addresses);
  } catch {
    throw new Error(
      'must be a number of proxies, or addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal, ' +
        'separated by commas',
    );
  }
  return addresses;
}
