# Builds with everything, and keeps what production needs.
FROM node:24-bookworm-slim AS build
WORKDIR /duet
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY vendor vendor
COPY client/package.json client/
RUN npm ci --no-audit --no-fund
COPY . .
# Of what production needs, a quarter is source maps, what compiling left, and the SQLite driver for an older Node.
RUN npm run build && npm prune --omit=dev --workspaces=false && rm -rf dist/.tsbuildinfo node_modules/duet-client node_modules/better-sqlite3 && \
  find node_modules -type f \( -name '*.map' -o -name '*.[aco]' -o -name '*.tar.gz' \) -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /duet
COPY --from=build /duet/package.json ./
COPY --from=build /duet/node_modules node_modules
COPY --from=build /duet/dist dist
COPY --from=build /duet/database/dump database/dump
# The only place that is written to: by SQLite, and for attachments in a folder.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
ENV DATABASE_URL=sqlite:/data/duet.sqlite ATTACHMENTS=file:/data/attachments
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/programs/main.js"]
