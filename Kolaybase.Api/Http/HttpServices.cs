using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Http.Health;
using Kolaybase.Api.Http.Json;
using Kolaybase.Api.Http.Metrics;
using Kolaybase.Api.Http.OpenApi;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.Api.Http.Requests;
using Kolaybase.Api.Http.Tokens;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Kolaybase.Api.Http;

/// <summary>Services of the HTTP surface.</summary>
internal static class HttpServices
{
    /// <summary>Registers them; expects the control plane's.</summary>
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        var options = HttpOptionsReader.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(options);
        builder.WebHost.ConfigureKestrel(kestrel => KestrelSetup.Apply(kestrel));
        // A request goes through without a change of threads until it waits for the database. "Unsafe" is code that blocks: ours does only where it closes connections,
        // and the completions of the sockets themselves stay on the pool's threads.
        services.Configure<SocketTransportOptions>(transport => transport.UnsafePreferInlineScheduling = true);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        // A body that can't be bound is told in our words by ErrorMiddleware, in every environment.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddCors();
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromSeconds(options.RequestSeconds),
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        services.AddSingleton<ProjectKeys>();
        services.AddSingleton<ProjectMembers>();
        services.AddSingleton<ProjectsById>();
        services.AddSingleton<ProjectCallers>();
        services.AddSingleton<NamedProjects>();
        services.AddSingleton<PlatformSessions>();
        services.AddSingleton<PlatformUsers>();
        services.AddSingleton<RealmKeys>();
        services.AddSingleton<RevokedTokens>();
        services.AddHostedService<RevocationPoller>();
        services.AddSingleton<TokenVerifier>();
        services.AddScoped<FreshTokens>();
        services.AddSingleton<ImmediateRevocation>();
        services.AddMetricsApi();
        services.AddSingleton<RateLimitMetrics>();
        services.AddSingleton<DataRateLimit>();
        services.AddSingleton<SharedCounters>();
        services.AddSingleton<AuthRateLimit>();
        services.AddSingleton<AccountRateLimit>();
        services.AddSingleton<MailRateLimit>();
        services.AddSingleton<UnknownKeyLimit>();
        services.AddHealth();
        services.AddHostedService<DrainBeforeStop>();
        // What is in progress when listening ends has as long as without a drain.
        services.Configure<HostOptions>(host => host.ShutdownTimeout += TimeSpan.FromSeconds(options.DrainSeconds));
        services.AddReference();
    }
}
