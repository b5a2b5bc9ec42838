using Microsoft.Extensions.Internal;

namespace Kolaybase.Api.Http.Caching;

/// <summary>The clock of a <see cref="Microsoft.Extensions.Caching.Memory.MemoryCache"/>, which knows no <see cref="TimeProvider"/>.</summary>
internal sealed class CacheClock(TimeProvider clock) : ISystemClock
{
    public DateTimeOffset UtcNow => clock.GetUtcNow();
}
