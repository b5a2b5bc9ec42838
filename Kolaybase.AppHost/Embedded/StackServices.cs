using Kolaybase.Api;
using Kolaybase.ControlPlane;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Our own part of the stack: the API, told about the servers as an operator would tell it.</summary>
internal sealed class StackServices(ListenAddresses addresses, Dictionary<string, string?> settings) : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private WebApplication? _api;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The folder that one stands in may hold another program's appsettings.json.
        string[] args = ["--contentRoot", AppContext.BaseDirectory, "--urls", addresses.Urls];

        // The servers are prepared while the API is put together: each is a good part of the time from start to ready.
        var prepared = Task.Run(() => PrepareAsync(cancellationToken), cancellationToken);
        _api = ApiHost.Build(args, builder => Configure(builder.Configuration, builder.Services));
        await prepared;
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

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(StackSettings.Defaults(addresses.BaseUrl))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings)
            .Build();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging
                .AddConfiguration(configuration.GetSection("Logging"))
                .AddSimpleConsole()

                // A new database has no table of migrations yet, which EF finds out by a command that fails.
                // What really fails is thrown.
                .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None))
            .AddControlPlane(configuration)
            .BuildServiceProvider();
        await services.GetRequiredService<ControlPlaneStartup>().PrepareAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.StopAsync(StopTimeout);
            await _api.DisposeAsync();
        }
    }

    private void Configure(ConfigurationManager configuration, IServiceCollection services)
    {
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = StackSettings.Defaults(addresses.BaseUrl) });
        configuration.AddInMemoryCollection(settings);
        services.AddSingleton<IHostLifetime, ManualLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
    }
}
