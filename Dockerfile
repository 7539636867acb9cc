# One image for web, worker and beat; docker-compose.yml gives each its command.

ARG PYTHON_VERSION=3.11

# --- Front-end packages: exactly what package-lock.json names, no scripts run -------------------------------------
FROM node:24-bookworm-slim AS modules
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

# --- Python packages, collected static files, compiled translations -----------------------------------------------
FROM python:${PYTHON_VERSION}-slim-bookworm AS build
WORKDIR /portal
COPY requirements/ requirements/
RUN python -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.lock \
    && python -m venv --without-pip /opt/portal \
    && /opt/tools/bin/uv pip sync --no-cache --require-hashes --python /opt/portal/bin/python requirements/base.lock
ENV PATH=/opt/portal/bin:$PATH
COPY . .
COPY --from=modules /portal/node_modules node_modules
# The addresses open nothing: collecting files asks no server, but the settings want them named.
RUN PYTHONPATH=. python diplomacy/setup/frontend.py --collect-only \
    && rm -rf node_modules \
    && python -m diplomacy.ui.compile_messages \
    && PORTAL_MODE=demo DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /portal

# --- What runs ----------------------------------------------------------------------------------------------------
FROM python:${PYTHON_VERSION}-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /data
COPY --from=build /opt/portal /opt/portal
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_DATA=/data
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["granian", "diplomacy.wsgi:application", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
