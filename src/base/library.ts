/** Name and version, sent with every batch. A test compares it with package.json. */
export const LIBRARY = 'vitrina/0.1.0';
