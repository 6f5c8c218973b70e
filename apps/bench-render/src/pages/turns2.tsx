import { mountConversation } from './conversation.js';

mountConversation(2);
