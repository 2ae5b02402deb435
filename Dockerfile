# The server for CPUs, on Debian 12: its FFmpeg is the one that is tested.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# What ./stream package publishes, but for what Debian's package adds; tracing by LTTng is nobody's.
RUN dotnet publish src/Cli -c Release -r linux-x64 --self-contained -o /app && rm -f /app/*.xml /app/libcoreclrtraceptprovider.so

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl ffmpeg libsrtp2-1 libssl3 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 stream && install -d -o stream /data
COPY --from=build /app /app
COPY models/person-pose /app/models/person-pose
USER stream
VOLUME /data
# Inside a container loopback is nobody's; which addresses of the host are open is told by --publish.
ENV Server__Listen=0.0.0.0 Server__DataDirectory=/data
EXPOSE 8000 8001 8002 8189/udp
HEALTHCHECK --interval=10s --start-period=30s CMD curl -fsS http://localhost:8000/readyz || exit 1
ENTRYPOINT ["/app/stream"]
CMD ["serve"]
