using Kolaybase.ControlPlane.Objects.Files;
using Kolaybase.ControlPlane.Objects.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.ControlPlane.Objects;

/// <summary>Registers the object stores.</summary>
internal static class ObjectStoresRegistration
{
    /// <summary>All that are configured. Faults of the configuration are told by whoever reads all of it.</summary>
    public static IServiceCollection AddObjectStores(this IServiceCollection services, IConfiguration configuration)
    {
        var options = ObjectStoresReader.Read(configuration, []);
        services.AddSingleton(options);
        services.AddSingleton(provider => new ObjectStores(options, Make(options, provider.GetRequiredService<TimeProvider>())));
        return services;
    }

    private static Dictionary<string, IObjectStore> Make(ObjectStoresOptions options, TimeProvider time)
    {
        var stores = new Dictionary<string, IObjectStore>(StringComparer.Ordinal);
        if (options.Folder.Length > 0)
        {
            stores[ObjectStoresOptions.Files] = new FileObjectStore(options.Folder);
        }

        foreach (var (name, server) in options)
        {
            stores[name] = new S3ObjectStore(server, time);
        }

        return stores;
    }
}
