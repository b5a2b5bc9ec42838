using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>A control plane whose projects keep their objects in a given store.</summary>
public sealed class StoragePlane(int major, IReadOnlyDictionary<string, string?> more) : ControlPlaneFixture(major)
{
    protected override void Configure(IDictionary<string, string?> settings)
    {
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }
    }
}
