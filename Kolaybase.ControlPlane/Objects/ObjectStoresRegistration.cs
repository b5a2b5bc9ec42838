using Kolaybase.ControlPlane.Objects.Files;
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
        services.AddSingleton(_ => new ObjectStores(options, Make(options)));
        return services;
    }

    private static Dictionary<string, IObjectStore> Make(ObjectStoresOptions options)
    {
        var stores = new Dictionary<string, IObjectStore>(StringComparer.Ordinal);
        if (options.Folder.Length > 0)
        {
            stores[ObjectStoresOptions.Files] = new FileObjectStore(options.Folder);
        }

        return stores;
    }
}
