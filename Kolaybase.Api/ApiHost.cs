using Kolaybase.Api.Auth;
using Kolaybase.Api.Auth.Admin;
using Kolaybase.Api.Auth.OAuth;
using Kolaybase.Api.Http;
using Kolaybase.Api.Logs;
using Kolaybase.Api.Platform;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Sql;
using Kolaybase.Api.Storage;
using Kolaybase.Api.Tables;
using Kolaybase.Api.Types;
using Kolaybase.ControlPlane;
using Kolaybase.ServiceDefaults;

namespace Kolaybase.Api;

/// <summary>Makes the API's host, for its own executable, for the embedded AppHost and for tests.</summary>
public static class ApiHost
{
    /// <summary>Builds the host; the caller starts it.</summary>
    /// <param name="args">Command line, read as configuration.</param>
    /// <param name="configure">Adds configuration and services before anything is read; null adds nothing.</param>
    /// <exception cref="ConfigurationFaultsException">The configuration has faults; the message lists them.</exception>
    /// <remarks>
    /// The slim builder, because start to ready is measured: it loads no hosting start-up assemblies,
    /// IIS integration, event sinks or static web assets, none of which we use. HTTPS from configuration is put back.
    /// </remarks>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // No watching of appsettings.json: settings are read once at start, and each watcher costs an inotify handle.
        var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        configure?.Invoke(builder);
        builder.AddServiceDefaults();
        builder.Services.AddSingleton(ServicePart.Api);
        builder.AddControlPlane();
        builder.AddHttp();
        builder.AddPlatform();
        builder.Services.AddAuthAdmin();
        builder.Services.AddOAuth();
        builder.Services.AddRestApi(builder.Configuration);
        builder.Services.AddAuth();
        builder.Services.AddTables();
        builder.Services.AddSql(builder.Configuration);
        builder.Services.AddStorage(builder.Configuration);

        var app = builder.Build();
        app.UseHttp();
        app.MapPlatform();
        app.MapOAuth();
        app.MapRestApi();
        app.MapAuth();
        app.MapTables();
        app.MapTypes();
        app.MapSql();
        app.MapStorage();
        app.MapAuthAdmin();
        app.MapLogs();
        app.MapOperations();
        return app;
    }
}
