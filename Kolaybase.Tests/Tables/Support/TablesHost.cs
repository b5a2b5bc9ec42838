using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Tables.Support;

/// <summary>The API with the table calls on a control plane of its own, whose projects are provisioned by the worker's own steps.</summary>
public sealed class TablesHost : IAsyncDisposable
{
    private TablesHost(ControlPlaneFixture plane, RealmSigner platform, TestApi api) => (Plane, Platform, Api) = (plane, platform, api);

    public ControlPlaneFixture Plane { get; }

    /// <summary>Signs tokens of platform users.</summary>
    public RealmSigner Platform { get; }

    public TestApi Api { get; }

    public static async Task<TablesHost> StartAsync(int major, params (string Key, string Value)[] settings)
    {
        var plane = await ControlPlaneFixture.StartAsync(major);
        var platform = RealmSigner.Create(Realms.Platform);
        await using (var registry = plane.OpenRegistry())
        {
            registry.Add(platform.ToRow());
            await registry.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var api = await TestApi.StartAsync(
            null,
            plane.ControlConnectionString,
            plane.Settings["Kolaybase:MasterKeys"],
            null,
            settings);
        return new TablesHost(plane, platform, api);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Plane.DisposeAsync();
    }
}
