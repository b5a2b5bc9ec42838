using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Redis;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AppHost;

public sealed class SupervisedGarnetTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly RecordedProgress _progress = new();
    private readonly TaskCompletionSource<int> _started = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_address_is_known_before_it_runs_and_holds_once_it_does()
    {
        await using var garnet = await StartAsync();
        var known = garnet.ConnectionString;

        Assert.Equal($"127.0.0.1:{await PortAsync()},password=secret", known);
        Assert.True(await GarnetProbe.AnswersAsync(await PortAsync(), "secret", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_fault_of_the_file_system_is_said_and_the_server_runs_again_once_it_has_passed()
    {
        await using var garnet = await StartAsync();
        var port = await PortAsync();
        Directory.Move(Home, Home + ".away");
        garnet.Abort();

        // Neither the old pid file can be removed nor a new one written.
        await SaidAsync("has a fault", times: 2);
        Directory.Move(Home + ".away", Home);

        await SaidAsync($"runs again on 127.0.0.1:{port}", times: 1);
        Assert.True(await GarnetProbe.AnswersAsync(port, "secret", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stopped_amid_a_fault_it_leaves_no_process_and_throws_nothing()
    {
        var garnet = await StartAsync();
        var port = await PortAsync();
        Directory.Move(Home, Home + ".away");

        await garnet.DisposeAsync();

        Assert.True(ServerPort.IsFree(port));
        Assert.Contains("has a fault", Said, StringComparison.Ordinal);
        Directory.Move(Home + ".away", Home);
    }

    private string Home => _folder.Combine("garnet");

    private string Said => string.Join('\n', _progress.Lines);

    private Task<SupervisedGarnet> StartAsync()
    {
        Directory.CreateDirectory(Home);
        var options = new GarnetServerOptions
        {
            Folder = Home,
            LogFile = _folder.Combine("garnet.log"),
            PortFile = _folder.Combine("garnet.port"),
            Password = "secret",
        };
        return SupervisedGarnet.StartAsync(options, _started.SetResult, _progress, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private Task<int> PortAsync() => _started.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

    private async Task SaidAsync(string text, int times) =>
        Assert.True(
            await Polling.UntilAsync(() => Said.Split(text).Length > times, TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken),
            $"'{text}' was not said {times} times: {Said}");
}
