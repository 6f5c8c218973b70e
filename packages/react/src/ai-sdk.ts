export { useWarmedTransport, type WarmedTransportOptions } from './aiSdk/useWarmedTransport.js';
export { warmedTransport, type WarmedTransportSource } from './aiSdk/warmedTransport.js';
