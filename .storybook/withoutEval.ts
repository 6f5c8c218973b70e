import { config } from 'zod';

/** The server's checks run inside the page here, whose content-security policy forbids eval; Zod would try for it as soon as a schema is made. */
config({ jitless: true });
