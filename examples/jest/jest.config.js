/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'jsdom',
  setupFilesAfterEnv: ['<rootDir>/src/setup.ts'],
  moduleNameMapper: { '\\.css$': 'identity-obj-proxy' },
};
