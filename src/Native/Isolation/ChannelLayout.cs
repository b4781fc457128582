namespace ActorFfi;

/// <summary>Where things lie in the memory that a guest and its parent talk through.</summary>
/// <remarks>
/// A page for both, then the lanes. Each lane is a ring of calls: one writer, one reader, and a reply in the place of its call, so that
/// nothing that a guest writes can say which call it answers. Words that different sides write lie in different cache lines.
/// </remarks>
internal static class ChannelLayout
{
    /// <summary>Counted up with every change of this layout or of the messages; guest and parent must have the same.</summary>
    public const int Version = 2;

    /// <summary>How many lanes a guest may have.</summary>
    public const int MostLanes = 512;

    /// <summary>How many calls a lane takes ahead; a power of two.</summary>
    public const int Depth = 16;

    /// <summary>32 bits: 1 while the parent's reader sleeps on this word.</summary>
    public const int ReaderSleeps = 0x40;

    /// <summary>A bit for each lane, set by the guest: there may be a reply.</summary>
    public const int ReplyBits = 0x80;

    /// <summary>How many words of 64 bits hold <see cref="ReplyBits"/>.</summary>
    public const int ReplyWords = MostLanes / 64;

    /// <summary>A bit for each place, set by the guest: native code waits there for an answer.</summary>
    public const int CallbackBits = 0xC0;

    /// <summary>32 bits: how many chunks of trampolines the parent has.</summary>
    public const int TrampolineChunks = 0x100;

    /// <summary>64 bits for each of them: its address.</summary>
    public const int TrampolineAddresses = 0x108;

    /// <summary>How many of them a guest can learn of.</summary>
    public const int MostChunks = 400;

    /// <summary>32 bits, written by the guest: the system's number of the thread that a fault hit last; 0 for none.</summary>
    public const int FaultThread = 0xF00;

    /// <summary>Where the lanes start.</summary>
    public const int Lanes = 0x1000;

    /// <summary>In a lane, 64 bits: how many calls the parent has put there since the start.</summary>
    public const int Submitted = 0;

    /// <summary>In a lane, 64 bits: how many calls the guest has begun.</summary>
    public const int Begun = 0x40;

    /// <summary>In a lane, 32 bits, written by the guest: the system's number of its thread.</summary>
    public const int LaneThread = 0x48;

    /// <summary>In a lane, 32 bits: 1 while the guest's thread sleeps on this word.</summary>
    public const int LaneSleeps = 0x80;

    /// <summary>In a lane, 32 bits, written by the parent: one more than the number of the processor from which the guest's thread was woken last; 0 as long as it was not.</summary>
    public const int WokenFrom = 0x84;

    /// <summary>In a lane, 32 bits: 1 while a synchronous caller sleeps on this word.</summary>
    public const int CallerSleeps = 0xC0;

    /// <summary>In a lane: where its slots start.</summary>
    public const int Slots = 0x100;

    /// <summary>The size of a slot.</summary>
    public const int SlotSize = 1024;

    /// <summary>The size of a lane.</summary>
    public const int LaneSize = Slots + (Depth * SlotSize);

    /// <summary>In a slot, 32 bits: the number of the function.</summary>
    public const int Function = 0x00;

    /// <summary>In a slot, 32 bits: <see cref="CallFlags"/>.</summary>
    public const int Flags = 0x04;

    /// <summary>In a slot, 64 bits: the function's address in the guest, for one that the guest gave out; else 0.</summary>
    public const int FunctionAddress = 0x08;

    /// <summary>In a slot, 64 bits: a bit for each parameter that is an offset in the arena.</summary>
    public const int InArena = 0x10;

    /// <summary>In a slot, 64 bits: a bit for each parameter that is an offset in the slot.</summary>
    public const int InSlot = 0x18;

    /// <summary>In a slot, 64 bits: where in the arena the frame lies; -1 for in the slot.</summary>
    public const int FrameOffset = 0x20;

    /// <summary>In a slot, 32 bits: where the free room of the slot starts, for a text.</summary>
    public const int Room = 0x28;

    /// <summary>In a slot, 32 bits: the number of the function that releases the result once it is copied; -1 for none.</summary>
    public const int Frees = 0x2C;

    /// <summary>In a slot, 64 bits, written last by the guest: the stamp of the call that is answered. It lies with the call, which the guest has read by then: a line less that travels.</summary>
    public const int Stamp = 0x30;

    /// <summary>In a slot, 32 bits: <see cref="GuestStatus"/>.</summary>
    public const int Status = 0x38;

    /// <summary>In a slot, 64 bits: where in the arena the function's definition lies; of a call that <see cref="CallFlags.Defines"/>, like its length.</summary>
    public const int DefinitionOffset = 0x40;

    /// <summary>In a slot, 64 bits: how long the definition is.</summary>
    public const int DefinitionLength = 0x48;

    /// <summary>In a slot, 64 bits: how many bytes the text of the result, or of the failure, has; -1 for none.</summary>
    public const int TextLength = 0x50;

    /// <summary>In a slot, 64 bits: where in the guest the text lies; 0 for in the slot, at its free room.</summary>
    public const int TextAddress = 0x58;

    /// <summary>In a slot, 64 bits, written by the guest: another number for each callback out of a synchronous call, and in its last byte the place.</summary>
    public const int SlotCallback = 0x60;

    /// <summary>In a slot: where the frame starts, and behind it small texts and structs.</summary>
    public const int Frame = 0x80;

    /// <summary>How many bytes a frame has in a slot with what is behind it.</summary>
    public const int FrameRoom = SlotSize - Frame;

    /// <summary>How many callbacks wait for their answers at once.</summary>
    public const int MostPlaces = 64;

    /// <summary>In a place, 32 bits: the slot of the trampoline.</summary>
    public const int PlaceTrampoline = 0x00;

    /// <summary>In a place, 32 bits: the lane whose thread calls back; -1 for a thread of native code's own.</summary>
    public const int PlaceLane = 0x04;

    /// <summary>In a place, 64 bits: which call of the lane.</summary>
    public const int PlaceCall = 0x08;

    /// <summary>In a place, 64 bits: where in the guest the whole frame lies.</summary>
    public const int PlaceFrameAddress = 0x10;

    /// <summary>In a place, 64 bits, written by the parent: another number whenever there is something to do.</summary>
    public const int PlaceTold = 0x40;

    /// <summary>In a place, 32 bits: <see cref="CallbackTell"/>.</summary>
    public const int PlaceTell = 0x48;

    /// <summary>In a place, 64 bits: the stamp of the nested call.</summary>
    public const int PlaceStamp = 0x50;

    /// <summary>In a place, 32 bits: 1 while native code sleeps on this word.</summary>
    public const int PlaceSleeps = 0x80;

    /// <summary>In a place, 32 bits: 1 while the caller of a nested call sleeps on this word.</summary>
    public const int PlaceCallerSleeps = 0xC0;

    /// <summary>In a place: the start of the frame, and the result.</summary>
    public const int PlaceFrame = 0x100;

    /// <summary>How much of the frame is copied there: the registers and eight arguments on the stack.</summary>
    public const int CopiedFrame = CallbackFrame.Stack + (8 * CallbackFrame.Word);

    /// <summary>In a place: the slot of a nested call.</summary>
    public const int PlaceSlot = 0x400;

    /// <summary>The size of a place.</summary>
    public const int PlaceSize = PlaceSlot + SlotSize;

    /// <summary>Where the places start.</summary>
    public static int PlacesFor(int lanes) => Lanes + (lanes * LaneSize);

    /// <summary>The size of a channel.</summary>
    public static long SizeFor(int lanes) => PlacesFor(lanes) + (MostPlaces * PlaceSize);
}
