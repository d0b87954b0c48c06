/** Name and version as sent with every batch; a test keeps it equal to package.json. */
export const LIBRARY = 'vitrina/0.1.0';
