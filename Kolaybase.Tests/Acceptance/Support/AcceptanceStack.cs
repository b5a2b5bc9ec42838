using Kolaybase.Api;
using Kolaybase.Tests.Acceptance.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(AcceptanceStack))]

namespace Kolaybase.Tests.Acceptance.Support;

/// <summary>
/// The stack that scenarios speak to, over HTTP only: the one at <c>KOLAYBASE_URL</c>, else one that
/// is started in this process, once for a test run, when a scenario first asks for it. Mails are read from the folder that it writes them to:
/// <c>KOLAYBASE_MAILS</c> for another stack.
/// </summary>
public sealed class AcceptanceStack : IAsyncDisposable
{
    private static readonly Lazy<Task<RunningStack>> Running = new(StartAsync);

    /// <summary>A client that nobody is signed in at.</summary>
    public static async Task<AcceptanceClient> ClientAsync() => new((await Running.Value).Http);

    /// <summary>The mails that the stack writes; skips the scenario where its folder is not known.</summary>
    public static async Task<AcceptanceMails> MailsAsync()
    {
        var folder = (await Running.Value).Mails;
        Assert.SkipWhen(folder is null, "KOLAYBASE_MAILS names no folder that the stack writes its mails to.");
        return new(folder!);
    }

    public async ValueTask DisposeAsync()
    {
        if (Running.IsValueCreated && Running.Value.IsCompletedSuccessfully)
        {
            await (await Running.Value).DisposeAsync();
        }
    }

    private static async Task<RunningStack> StartAsync() =>
        Environment.GetEnvironmentVariable("KOLAYBASE_URL") is { Length: > 0 } url
            ? new RunningStack(new Uri(url), null, null, null, null, Environment.GetEnvironmentVariable("KOLAYBASE_MAILS"))
            : await StartOwnAsync();

    private static async Task<RunningStack> StartOwnAsync()
    {
        var folder = TemporaryFolder.Create();
        var plane = await ControlPlaneFixture.StartAsync(15);
        var settings = new Dictionary<string, string?>(plane.Settings)
        {
            ["ConnectionStrings:redis"] = (await GarnetServers.Get()).ConnectionString,
            ["Kolaybase:Mail:Folder"] = folder.Combine("mail"),
            ["Kolaybase:PasswordIterations"] = "1000",
            // All scenarios come from one address.
            ["Kolaybase:RateLimits:AuthPerAddress"] = "100000",
            // As the embedded stack has it: scenarios read no mails.
            ["Kolaybase:Platform:InvitesNeedVerifiedEmail"] = "false",
        };
        var workers = WorkerHost.Build([], builder => Configure(builder, settings));
        await workers.StartAsync();
        var api = ApiHost.Build([], builder => Configure(builder, settings));
        api.Urls.Add("http://127.0.0.1:0");
        await api.StartAsync();
        return new RunningStack(new Uri(api.Urls.Single()), api, workers, plane, folder, folder.Combine("mail"));
    }

    private static void Configure(IHostApplicationBuilder builder, Dictionary<string, string?> settings)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
    }

    private sealed class RunningStack(Uri url, WebApplication? api, IHost? workers, ControlPlaneFixture? plane, TemporaryFolder? folder, string? mails) : IAsyncDisposable
    {
        public string? Mails { get; } = mails;

        public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = url };

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            if (api is not null)
            {
                await api.StopAsync();
                await api.DisposeAsync();
            }

            if (workers is not null)
            {
                await workers.StopAsync();
                workers.Dispose();
            }

            if (plane is not null)
            {
                await plane.DisposeAsync();
            }

            folder?.Dispose();
        }
    }
}
