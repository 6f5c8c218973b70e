/** A reverse proxy that can stand before the instances. */
export interface Proxy {
  /** Its program, and Debian's package of it. */
  readonly program: string;
  readonly packageName: string;
  /** Its configuration: a port, the instances' ports, and a folder of its own to write into. */
  readonly config: (port: number, instances: readonly number[], folder: string) => string;
  /** Its arguments, given the path of its configuration and its folder. */
  readonly args: (configPath: string, folder: string) => readonly string[];
}

/** Longer than any pause in an answer: heartbeats come every 15 seconds. */
const IDLE_SECONDS = 60;

/**
 * Proxies by name. Each streams, passes on the client's address, and tries another instance where
 * one does not take a request.
 */
export const proxies: Readonly<Record<'nginx' | 'haproxy', Proxy>> = {
  nginx: {
    program: 'nginx',
    packageName: 'nginx-light',
    args: (configPath, folder) => ['-c', configPath, '-p', folder, '-e', 'stderr'],
    config: (port, instances, folder) => `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  # Larger than what the handler takes by itself is refused here already.
  client_max_body_size 1m;
  client_header_timeout 10s;
  client_body_timeout 10s;
  large_client_header_buffers 4 8k;
  upstream forewarm {
    least_conn;
${instances.map((instance) => `    server 127.0.0.1:${instance} max_fails=1 fail_timeout=2s;`).join('\n')}
    # Below the instances' own 75 s, so that nothing is sent into a connection that is just being closed.
    keepalive 256;
    keepalive_timeout 60s;
  }
  server {
    listen 127.0.0.1:${port};
    location = /metrics { return 404; }
    location / {
      proxy_pass http://forewarm;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      # The handler compares it with the Origin of the page.
      proxy_set_header Host $http_host;
      # Replaced, not added to: what a client says of its own address counts for nothing.
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      # Each piece of an answer at once.
      proxy_buffering off;
      proxy_read_timeout ${IDLE_SECONDS}s;
      # An instance that stops answers 503 before it has done anything, so another may be asked.
      proxy_next_upstream error http_503 non_idempotent;
      proxy_next_upstream_tries 3;
    }
  }
}
`,
  },
  haproxy: {
    program: 'haproxy',
    packageName: 'haproxy',
    args: (configPath) => ['-f', configPath, '-db'],
    config: (port, instances) => `global
  maxconn 8192
defaults
  mode http
  # Else it holds a piece of an answer back for up to 200 ms, to fill a packet.
  option http-no-delay
  timeout connect 2s
  timeout client ${IDLE_SECONDS}s
  timeout server ${IDLE_SECONDS}s
  timeout http-request 10s
  # An instance that stops answers 503 before it has done anything, so another may be asked.
  retry-on conn-failure empty-response 503
  retries 3
  option redispatch 1
frontend in
  bind 127.0.0.1:${port}
  http-request deny deny_status 404 if { path /metrics }
  http-request set-header X-Forwarded-For %[src]
  default_backend forewarm
backend forewarm
  balance leastconn
  option httpchk GET /readyz
${instances.map((instance, n) => `  server i${n} 127.0.0.1:${instance} check inter 1s fall 1 rise 1`).join('\n')}
`,
  },
};
