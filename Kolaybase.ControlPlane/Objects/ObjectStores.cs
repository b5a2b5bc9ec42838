using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.ControlPlane.Objects;

/// <summary>Finds the object store of a project by the name on its row.</summary>
public sealed class ObjectStores(ObjectStoresOptions options, IReadOnlyDictionary<string, IObjectStore> stores)
{
    /// <summary>What is configured.</summary>
    public ObjectStoresOptions Options { get; } = options;

    /// <summary>All stores by name.</summary>
    public IReadOnlyDictionary<string, IObjectStore> All { get; } = stores;

    /// <summary>The store of a project's objects.</summary>
    /// <exception cref="ObjectStoreException">It is not configured in this process.</exception>
    public IObjectStore Of(ProjectRef project) => Of(project.ObjectStore);

    /// <summary>The store of that name.</summary>
    /// <exception cref="ObjectStoreException">It is not configured in this process.</exception>
    public IObjectStore Of(string name) => Find(name) ?? throw Missing(name);

    /// <summary>The store of that name; null when it is not configured in this process.</summary>
    public IObjectStore? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>What to say of a store that is not configured.</summary>
    public static ObjectStoreException Missing(string name) => new(
        ObjectStoreFault.NotConfigured,
        $"The object store \"{name}\" is not configured: set {(name == ObjectStoresOptions.Files ? ObjectStoresOptions.FolderKey : $"{ObjectStoresOptions.Section}:{name}")}.");
}
