const STATUS = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const;

export type ApiErrorType = keyof typeof STATUS;

export interface ApiErrorOptions {
  /** Default: the type's. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** OpenAI's: the wrong parameter. */
  readonly param?: string | null;
  /** OpenAI's: the cause. */
  readonly code?: string;
  /** Anthropic's: the cause. */
  readonly details?: { readonly error_code: string };
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: ApiErrorType;
  readonly status: number;
  readonly about: ApiErrorOptions;

  constructor(type: ApiErrorType, message: string, about: ApiErrorOptions = {}) {
    super(message);
    this.type = type;
    this.status = about.status ?? STATUS[type];
    this.about = about;
  }
}

export function invalid(message: string): ApiError {
  return new ApiError('invalid_request_error', message);
}

export function typeOf(status: number): ApiErrorType {
  const types = Object.keys(STATUS) as ApiErrorType[];
  return types.find((type) => STATUS[type] === status) ?? 'api_error';
}
