using Kolaybase.Api;
using Kolaybase.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Our own part of the stack: workers and API as two hosts, told about the servers as an operator would tell them.</summary>
internal sealed class StackServices(ListenAddresses addresses, Dictionary<string, string?> settings, string? metricsToken)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private IHost? _workers;
    private WebApplication? _api;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _workers = WorkerHost.Build([], builder =>
        {
            Configure(builder);
            // Sources and meters are the process's: the API's host exports those of both.
            builder.Configuration["Kolaybase:Telemetry:LogsOnly"] = "true";
        });

        // The workers prepare the servers first of all. Meanwhile the API is put together, but it takes
        // no request before it has a schema to answer from: each is a good part of the time from start to ready.
        var workers = Task.Run(() => _workers.StartAsync(cancellationToken), cancellationToken);
        try
        {
            // The folder that one stands in may hold another program's appsettings.json.
            _api = ApiHost.Build(["--contentRoot", AppContext.BaseDirectory, "--urls", addresses.Urls], Configure);
        }
        finally
        {
            await workers;
        }

        try
        {
            await _api.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            // Free when we looked, before the servers were started.
            throw ListenAddresses.Taken(new Uri(addresses.BaseUrl).Port);
        }
    }

    /// <summary>What is to be stopped, in order: the API takes no more requests, then the workers take no more jobs.</summary>
    public IEnumerable<(string Name, Func<Task> Stop)> Parts()
    {
        if (_api is { } api)
        {
            yield return ("The API", () => api.StopAsync(StopTimeout));
            yield return ("The API", () => api.DisposeAsync().AsTask());
        }

        if (_workers is { } workers)
        {
            yield return ("The workers", () => workers.StopAsync(StopTimeout));
            yield return ("The workers", () => ((IAsyncDisposable)workers).DisposeAsync().AsTask());
        }
    }

    private void Configure(IHostApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = StackSettings.Defaults(addresses.BaseUrl, metricsToken) });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<IHostLifetime, ManualLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);

        // EF logs every command that fails, also where its failure is the answer (an address that is taken). What really fails is thrown.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
    }
}
