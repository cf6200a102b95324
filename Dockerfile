# Two images from one file: the portal (also the worker) and, for trying out, the stand-in gateway.
#   docker build --tag notify-nl .
#   docker build --tag notify-nl-simulator --target simulator .
ARG DOTNET=mcr.microsoft.com/dotnet

FROM node:22-bookworm-slim AS node

FROM ${DOTNET}/sdk:10.0 AS build
# The look comes from npm during the build (NotifyNl.Web/UiKit.targets).
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source

# What only changes with a package, first: the packages are then kept between builds.
COPY global.json Directory.Build.props Directory.Packages.props package.json package-lock.json .npmrc ./
COPY NotifyNl.Core/NotifyNl.Core.csproj NotifyNl.Core/packages.lock.json NotifyNl.Core/
COPY NotifyNl.Web/NotifyNl.Web.csproj NotifyNl.Web/packages.lock.json NotifyNl.Web/UiKit.targets NotifyNl.Web/
COPY NotifyNl.Simulator/NotifyNl.Simulator.csproj NotifyNl.Simulator/packages.lock.json NotifyNl.Simulator/
RUN dotnet restore NotifyNl.Web/NotifyNl.Web.csproj --locked-mode \
 && dotnet restore NotifyNl.Simulator/NotifyNl.Simulator.csproj --locked-mode

COPY .editorconfig ./
COPY NotifyNl.Core NotifyNl.Core
COPY NotifyNl.Web NotifyNl.Web
COPY NotifyNl.Simulator NotifyNl.Simulator
RUN dotnet publish NotifyNl.Web/NotifyNl.Web.csproj --configuration Release --no-restore --output /out/portal \
 && dotnet publish NotifyNl.Simulator/NotifyNl.Simulator.csproj --configuration Release --no-restore --output /out/simulator

FROM ${DOTNET}/aspnet:10.0 AS simulator
WORKDIR /app
COPY --from=build /out/simulator ./
USER $APP_UID
ENTRYPOINT ["dotnet", "NotifyNl.Simulator.dll"]

FROM ${DOTNET}/aspnet:10.0 AS portal
# Only Development writes here; owned by the account that the program runs as.
RUN mkdir /data && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /out/portal ./
ENV ASPNETCORE_HTTP_PORTS=8080 DataFolder=/data HEALTH_PORT=8080
EXPOSE 8080
USER $APP_UID
# The image holds no curl; bash opens the connection itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$HEALTH_PORT && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "NotifyNl.Web.dll"]
