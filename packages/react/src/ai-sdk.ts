export { useWarmedTransport, type WarmedTransportOptions } from './aiSdk/useWarmedTransport.js';
export { type WarmedTransport, warmedTransport, type WarmedTransportSource } from './aiSdk/warmedTransport.js';
