using System.Reflection;
using Kolaybase.ControlPlane.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>Has something happen just before a store is asked for bytes, once.</summary>
internal sealed class Race
{
    /// <summary>What happens.</summary>
    public Func<Task>? BeforeRead { get; set; }

    /// <summary>Puts itself in front of every store of a process.</summary>
    public void Enter(IServiceProvider services)
    {
        var stores = (Dictionary<string, IObjectStore>)services.GetRequiredService<ObjectStores>().All;
        foreach (var (name, store) in stores.ToList())
        {
            stores[name] = Gate.Before(store, this);
        }
    }

    // DispatchProxy derives from it: not sealed.
#pragma warning disable CA1852
    private class Gate : DispatchProxy
#pragma warning restore CA1852
    {
        private IObjectStore _real = null!;
        private Race _race = null!;

        public static IObjectStore Before(IObjectStore real, Race race)
        {
            var store = Create<IObjectStore, Gate>();
            (((Gate)(object)store)._real, ((Gate)(object)store)._race) = (real, race);
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IObjectStore.OpenReadAsync)
            ? ReadAsync((ObjectKey)args![0]!, (long)args[1]!, (long)args[2]!, (CancellationToken)args[3]!)
            : targetMethod.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, args, null);

        private async Task<Stream> ReadAsync(ObjectKey key, long offset, long count, CancellationToken cancellationToken)
        {
            if (_race.BeforeRead is { } happens)
            {
                _race.BeforeRead = null;
                await happens();
            }

            return await _real.OpenReadAsync(key, offset, count, cancellationToken);
        }
    }
}
