// Safety: the slot is that of the thread that entered, and a ref struct does not leave it.
namespace ActorFfi;

/// <summary>A stretch of code that uses what a library has mapped: it is not unloaded before the end.</summary>
/// <remarks>Calls of numbers alone do the same inline, see <see cref="NativeFunction"/>.</remarks>
internal readonly unsafe ref struct GenerationUse
{
    private readonly LibraryGeneration? _generation; // Null where a use around this one lasts longer.
    private readonly ThreadSlot* _slot; // Null where the slot names another library, so that the generation counts this use.

    private GenerationUse(LibraryGeneration? generation, ThreadSlot* slot)
    {
        _generation = generation;
        _slot = slot;
    }

    /// <summary>Begins a use.</summary>
    /// <returns>False where the generation has ended.</returns>
    public static bool TryEnter(LibraryGeneration generation, out GenerationUse use)
    {
        ThreadSlot* slot = ThreadSlots.Own;
        if (slot->User == ThreadSlot.Nobody)
        {
            Volatile.Write(ref slot->User, generation.Id);
            use = new GenerationUse(generation, slot);
            if (generation.HasEnded)
            {
                use.Dispose();
                return false;
            }

            return true;
        }

        bool isNested = slot->User == generation.Id;
        use = new GenerationUse(isNested ? null : generation, null);
        return isNested ? !generation.HasEnded : generation.TryCountUse();
    }

    /// <summary>Ends the use.</summary>
    public void Dispose()
    {
        if (_slot != null)
        {
            Volatile.Write(ref _slot->User, ThreadSlot.Nobody);
            if (_generation!.HasEnded)
            {
                _generation.NoteLeft();
            }
        }
        else
        {
            _generation?.EndCountedUse();
        }
    }
}
