import { next } from '@forewarm/server/next';
import { handler } from '@/lib/forewarm';

export const { POST, OPTIONS } = next(handler);
